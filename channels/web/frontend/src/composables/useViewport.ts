/** Keeps the page as high as what is really visible: above the keyboard of a phone, in any web view. */

import { onMounted, onScopeDispose } from 'vue';

export function useViewport(): void {
  const viewport = window.visualViewport;
  if (!viewport) return;
  const { style } = document.documentElement;
  const fit = (): void => {
    if (viewport.scale > 1.01) return; // the reader has zoomed in: leave the page alone
    style.setProperty('--visible-height', `${viewport.height}px`);
    style.setProperty('--visible-top', `${viewport.offsetTop}px`);
  };
  onMounted(fit);
  viewport.addEventListener('resize', fit);
  viewport.addEventListener('scroll', fit);
  onScopeDispose(() => {
    viewport.removeEventListener('resize', fit);
    viewport.removeEventListener('scroll', fit);
  });
}
