export type Devices = Pick<MediaDevices, "getUserMedia">;

/**
 * Opens devices with a blurred camera. Returns null after `signal`; rejects with NoBlur, or as
 * getUserMedia does. `needed` is asked once the blur has loaded.
 */
export type OpenBlurred = (
  devices: Devices,
  wanted: MediaStreamConstraints,
  signal: AbortSignal,
  needed: () => boolean,
) => Promise<MediaStream | null>;
