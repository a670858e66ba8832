/** The page inside another site's frame: it only ever asks to be closed. */

export const EMBEDDED = new URLSearchParams(location.search).get('embed') === '1';

/** The message has no content worth hiding, and the embedding origin is not known here. */
export function askToClose(): void {
  window.parent.postMessage({ type: 'shuida:close' }, '*');
}
