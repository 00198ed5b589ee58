/** The server's end of a WebSocket. Tests call it to open, send and close. */
export class FakeWebSocket {
  static readonly all: FakeWebSocket[] = [];
  readyState = 0;
  readonly sent: string[] = [];
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  closedWith: number | null = null;
  readonly url: string;

  constructor(url: string) {
    this.url = url;
    FakeWebSocket.all.push(this);
  }

  static create = (url: string): WebSocket => new FakeWebSocket(url) as unknown as WebSocket;

  static latest(): FakeWebSocket {
    const latest = FakeWebSocket.all.at(-1);
    if (!latest) throw new Error("no socket was opened");
    return latest;
  }

  send(text: string): void {
    this.sent.push(text);
  }

  close(code: number): void {
    this.closedWith = code;
    this.readyState = 3;
  }

  serverOpens(): void {
    this.readyState = 1;
    this.onopen?.();
  }

  serverSays(message: object): void {
    this.onmessage?.({ data: JSON.stringify(message) });
  }

  serverCloses(code: number): void {
    this.readyState = 3;
    this.onclose?.({ code });
  }

  get messages(): unknown[] {
    return this.sent.map((text) => JSON.parse(text));
  }
}
