import { ufragsOf } from "./sdp";

interface FakeTransceiver {
  direction: RTCRtpTransceiverDirection;
  readonly receiver: { readonly track: { readonly kind: string } };
  readonly sender: { track: MediaStreamTrack | null };
}

/**
 * The part of RTCPeerConnection that negotiation needs, with the rules of its signalling states.
 * ICE is a number.
 */
export class FakePeerConnection extends EventTarget {
  static readonly all: FakePeerConnection[] = [];
  /**
   * Whether an answer keeps its ICE credentials when the partner's change, as some browsers allow.
   */
  static keepsCredentials = true;

  configuration: RTCConfiguration;
  /** The calls that the code under test made, in order. */
  readonly calls: string[] = [];
  readonly candidates: RTCIceCandidateInit[] = [];
  signalingState: RTCSignalingState = "stable";
  connectionState: RTCPeerConnectionState = "new";
  iceConnectionState: RTCIceConnectionState = "new";
  handshakeState: RTCDtlsTransportState = "new";
  onnegotiationneeded: (() => void) | null = null;
  iceGatheringState: RTCIceGatheringState = "new";
  onicegatheringstatechange: (() => void) | null = null;
  oniceconnectionstatechange: (() => void) | null = null;
  onicecandidate: ((event: { candidate: unknown }) => void) | null = null;
  onicecandidateerror: ((event: { url: string; errorCode: number }) => void) | null = null;
  onconnectionstatechange: (() => void) | null = null;
  ontrack: ((event: { track: MediaStreamTrack; streams?: MediaStream[] }) => void) | null = null;
  localDescription: RTCSessionDescriptionInit | null = null;
  remoteDescription: RTCSessionDescriptionInit | null = null;
  #before: readonly [RTCSessionDescriptionInit | null, RTCSessionDescriptionInit | null] = [
    null,
    null,
  ];
  readonly #transceivers: FakeTransceiver[] = [];
  #generation = 0;
  #needsRestart = true;
  #version = 1;
  static #count = 1000;
  readonly #number = FakePeerConnection.#count++;

  constructor(configuration: RTCConfiguration = {}) {
    super();
    this.configuration = configuration;
    FakePeerConnection.all.push(this);
  }

  getConfiguration(): RTCConfiguration {
    return this.configuration;
  }

  setConfiguration(configuration: RTCConfiguration): void {
    this.configuration = configuration;
  }

  addTransceiver(kind: string | MediaStreamTrack, init?: RTCRtpTransceiverInit): void {
    const name = typeof kind === "string" ? kind : kind.kind;
    this.calls.push(`transceiver ${name} ${init?.direction ?? "sendrecv"}`);
    this.#add(name, typeof kind === "string" ? null : kind, init?.direction ?? "sendrecv");
    queueMicrotask(() => this.onnegotiationneeded?.());
  }

  addTrack(track: MediaStreamTrack): object {
    this.calls.push(`track ${track.kind}`);
    queueMicrotask(() => this.onnegotiationneeded?.());
    return this.#add(track.kind, track, "sendrecv");
  }

  /** The library simple-peer-light opens one with each connection. */
  createDataChannel(label: string): object {
    return { label, readyState: "connecting", close() {} };
  }

  #add(kind: string, first: MediaStreamTrack | null, direction: RTCRtpTransceiverDirection) {
    const sender = {
      track: first,
      replaceTrack: async (track: MediaStreamTrack | null) => {
        sender.track = track;
      },
      getParameters: () => ({ encodings: [{}] }),
      setParameters: async ({ encodings: [one] }: { encodings: RTCRtpEncodingParameters[] }) => {
        this.calls.push(`${kind} at most ${one?.maxBitrate}`);
      },
    };
    this.#transceivers.push({ direction, receiver: { track: { kind } }, sender });
    return sender;
  }

  getTransceivers(): readonly FakeTransceiver[] {
    return this.#transceivers;
  }

  getReceivers(): RTCRtpReceiver[] {
    return [];
  }

  restartIce(): void {
    this.#needsRestart = true;
    this.calls.push("restartIce");
  }

  async createAnswer(): Promise<RTCSessionDescriptionInit> {
    await Promise.resolve();
    if (this.#needsRestart || this.#partnerRestarts()) this.#generation += 1;
    this.#needsRestart = false;
    return { type: "answer", sdp: this.#ownSdp() };
  }

  async createOffer(): Promise<RTCSessionDescriptionInit> {
    await Promise.resolve();
    return { type: "offer", sdp: this.#ownSdp() };
  }

  getSenders(): RTCRtpSender[] {
    const transport = { state: this.handshakeState } as RTCDtlsTransport;
    return this.#transceivers.map(({ sender }) => ({ ...sender, transport }) as RTCRtpSender);
  }

  async setLocalDescription(description?: RTCSessionDescriptionInit): Promise<void> {
    await Promise.resolve();
    if (description?.type === "rollback") return this.#rollback("have-local-offer");
    const answers = this.signalingState === "have-remote-offer";
    const { type, sdp } =
      description ?? (answers ? await this.createAnswer() : { type: "offer" as const });
    if (type === "answer" && this.signalingState !== "have-remote-offer") {
      throw new DOMException("no offer", "InvalidStateError");
    }
    const [kept] = ufragsOf(this.localDescription?.sdp ?? "");
    if (type === "answer" && this.#partnerRestarts() && kept === ufragsOf(sdp ?? "")[0]) {
      if (!FakePeerConnection.keepsCredentials) throw new DOMException("no", "OperationError");
    }
    if (type === "offer" && this.#needsRestart) {
      this.#generation += 1;
      this.#needsRestart = false;
    }
    this.calls.push(`local ${type}`);
    if (type === "offer") this.#before = [this.localDescription, this.remoteDescription];
    this.localDescription = { type, sdp: sdp ?? this.#ownSdp() };
    this.signalingState = type === "offer" ? "have-local-offer" : "stable";
  }

  async setRemoteDescription(description: RTCSessionDescriptionInit): Promise<void> {
    await Promise.resolve();
    const { type } = description;
    if (type === "rollback") return this.#rollback("have-remote-offer");
    if (description.sdp?.includes("refuse me")) throw new DOMException("no", "OperationError");
    if (type === "answer" && this.signalingState !== "have-local-offer") {
      throw new DOMException("no offer", "InvalidStateError");
    }
    if (type === "offer" && this.signalingState === "have-local-offer") {
      this.#rollback("have-local-offer");
    }
    this.calls.push(`remote ${type}`);
    if (type === "offer") this.#before = [this.localDescription, this.remoteDescription];
    this.remoteDescription = description;
    this.signalingState = type === "offer" ? "have-remote-offer" : "stable";
  }

  async addIceCandidate(candidate: RTCIceCandidateInit): Promise<void> {
    await Promise.resolve();
    if (!this.remoteDescription) throw new DOMException("too early", "InvalidStateError");
    this.candidates.push(candidate);
  }

  async getStats(): Promise<Map<string, RTCStats>> {
    return new Map();
  }

  close(): void {
    this.calls.push("close");
    this.signalingState = "closed";
  }

  gathers(): void {
    this.iceGatheringState = "complete";
    this.onicegatheringstatechange?.();
  }

  becomes(state: RTCPeerConnectionState): void {
    this.connectionState = state;
    this.onconnectionstatechange?.();
    this.dispatchEvent(new Event("connectionstatechange"));
  }

  /** Sets the ICE state: a path is found, or is being searched for. */
  finds(state: RTCIceConnectionState): void {
    this.iceConnectionState = state;
    if (state === "checking") this.becomes("connecting");
    this.oniceconnectionstatechange?.();
    this.dispatchEvent(new Event("iceconnectionstatechange"));
  }

  #ownSdp(): string {
    const origin = `o=- ${this.#number} ${this.#version++} IN IP4 0.0.0.0`;
    return `v=0\r\n${origin}\r\nm=audio\r\na=ice-ufrag:f${this.#number}g${this.#generation}\r\n`;
  }

  #rollback(from: RTCSignalingState): void {
    if (this.signalingState !== from) throw new DOMException("nothing", "InvalidStateError");
    this.calls.push("rollback");
    [this.localDescription, this.remoteDescription] = this.#before;
    this.signalingState = "stable";
  }

  #partnerRestarts(): boolean {
    const ufrag = (one: RTCSessionDescriptionInit | null) => ufragsOf(one?.sdp ?? "")[0];
    return ufrag(this.remoteDescription) !== ufrag(this.#before[1]);
  }
}

export function fakeTrack(kind: "audio" | "video"): MediaStreamTrack {
  const track = { kind, readyState: "live", stop: () => (track.readyState = "ended") };
  return track as unknown as MediaStreamTrack;
}

export function fakeStream(...tracks: MediaStreamTrack[]): MediaStream {
  return { getTracks: () => tracks } as unknown as MediaStream;
}
