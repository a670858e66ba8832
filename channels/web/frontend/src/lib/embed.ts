/** The page inside another site's frame: it only ever asks to be closed. */

export const EMBEDDED = new URLSearchParams(location.search).get('embed') === '1';

/** A page of ours, in the same frame or tab. */
export function pageLink(path: '/chat' | '/calculators'): string {
  return EMBEDDED ? `${path}?embed=1` : path;
}

/** The message has no content worth hiding, and the embedding origin is not known here. */
export function askToClose(): void {
  window.parent.postMessage({ type: 'shuida:close' }, '*');
}
