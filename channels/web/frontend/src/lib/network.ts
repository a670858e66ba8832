/** What the browser knows of the network: trusted only when it says there is none. */

/** Resolves at once, or when the browser is back online. */
export function whenOnline(): Promise<void> {
  if (navigator.onLine) return Promise.resolve();
  return new Promise((resolve) => {
    window.addEventListener('online', () => { resolve(); }, { once: true });
  });
}
