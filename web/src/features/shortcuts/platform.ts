/** Whether the keyboard has a Command key. */
export const IS_APPLE = /^(Mac|iP)/.test(navigator.platform);
