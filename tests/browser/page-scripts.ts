// Scripts that tests run in a page before its own code.
// SPDX-License-Identifier: MIT

/** Searches again at once after a skip by the partner: that screen is not under test. */
export const NEXT_AT_ONCE = `
  new MutationObserver(() => {
    if (document.querySelector('[data-state="partner-left"]')) {
      [...document.querySelectorAll("button")].find((one) => /Next/.test(one.textContent))?.click();
    }
  }).observe(document, { subtree: true, childList: true, attributes: true });
`;

/** Opens a camera of 160 x 120 pixels and ten frames a second, which costs little to encode. */
export const SMALL_PICTURE = `{
  const open = MediaDevices.prototype.getUserMedia;
  MediaDevices.prototype.getUserMedia = function ({ audio, video }) {
    return open.call(this, { audio, video: video && { width: 160, height: 120, frameRate: 10 } });
  };
}`;
