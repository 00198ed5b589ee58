declare module "simple-peer-light" {
  export interface PeerOptions {
    initiator?: boolean;
    channelName?: string;
    config: RTCConfiguration;
    offerOptions?: RTCOfferOptions;
    stream?: MediaStream;
    trickle?: boolean;
  }

  export type PeerSignal =
    | { type: "offer" | "answer" | "pranswer" | "rollback"; sdp: string }
    | { type: "candidate"; candidate: RTCIceCandidateInit }
    | { type: "renegotiate"; renegotiate: true }
    | { type: "transceiverRequest"; transceiverRequest: { kind: string } };

  export interface PeerEvents {
    signal: [signal: PeerSignal];
    stream: [stream: MediaStream];
    connect: [];
    iceStateChange: [connection: RTCIceConnectionState, gathering: RTCIceGatheringState];
    error: [error: Error & { code?: string }];
    close: [];
  }

  export default class Peer {
    static readonly WEBRTC_SUPPORT: boolean;
    constructor(options: PeerOptions);
    readonly destroyed: boolean;
    readonly destroying: boolean;
    on<K extends keyof PeerEvents>(event: K, listener: (...args: PeerEvents[K]) => void): void;
    signal(signal: { type: string; sdp: string } | { candidate: RTCIceCandidateInit }): void;
    getStats(callback: (error: Error | null, reports?: RTCStats[]) => void): void;
    destroy(error?: Error): void;
  }
}
