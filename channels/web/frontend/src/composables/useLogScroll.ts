/** Where the log stands: it follows new messages only for a reader who is at its end. */

import { nextTick, onMounted, onScopeDispose, readonly, ref, type Ref } from 'vue';

const NEAR_PX = 64;
const MARGIN_PX = 12;
const GLIDE_MS = 600;

export interface LogScroll {
  /** Messages that arrived below what is being read. */
  unread: Readonly<Ref<number>>;
  /** To be called before a new message is shown. Our own always brings the log to its end. */
  arriving: (own: boolean) => Promise<void>;
  /** Something small was added at the end: a reader who is there keeps seeing it. */
  keepUp: () => void;
  toEnd: (smooth?: boolean) => void;
}

export function useLogScroll(box: Readonly<Ref<HTMLElement | null>>): LogScroll {
  const unread = ref(0);
  let atEnd = true;
  let glidingUntil = 0;

  /** While the log glides to its end, where it just is says nothing about the reader. */
  function look(): void {
    const el = box.value;
    if (!el || Date.now() < glidingUntil) return;
    atEnd = el.scrollHeight - el.scrollTop - el.clientHeight < NEAR_PX;
    if (atEnd) unread.value = 0;
  }

  function move(top: number, smooth: boolean): void {
    const glide = smooth && !window.matchMedia('(prefers-reduced-motion: reduce)').matches;
    glidingUntil = glide ? Date.now() + GLIDE_MS : 0;
    box.value?.scrollTo({ top, behavior: glide ? 'smooth' : 'auto' });
  }

  function toEnd(smooth = false): void {
    unread.value = 0;
    atEnd = true;
    if (box.value) move(box.value.scrollHeight, smooth);
  }

  function keepUp(): void {
    if (atEnd) toEnd(true);
  }

  async function arriving(own: boolean): Promise<void> {
    look();
    const follow = own || atEnd;
    await nextTick();
    const el = box.value;
    if (!el) return;
    if (!follow) { unread.value += 1; return; }
    if (own) { toEnd(true); return; }
    // A long answer is shown from its beginning, not from its end.
    const start = Array.from(el.querySelectorAll<HTMLElement>('[data-message]')).at(-1)?.offsetTop ?? Infinity;
    move(Math.min(el.scrollHeight - el.clientHeight, start - MARGIN_PX), true);
  }

  // The keyboard opens, the window turns: whoever was at the end stays there.
  const observer = new ResizeObserver((entries) => {
    if (atEnd && entries.some(({ target }) => target === box.value)) toEnd();
    else look();
  });
  const takeOver = (): void => { glidingUntil = 0; };
  onMounted(() => {
    const el = box.value;
    if (!el) return;
    el.addEventListener('scroll', look, { passive: true });
    el.addEventListener('wheel', takeOver, { passive: true });
    el.addEventListener('touchmove', takeOver, { passive: true });
    for (const target of [el, ...el.children]) observer.observe(target);
  });
  onScopeDispose(() => { observer.disconnect(); });

  return { unread: readonly(unread), arriving, keepUp, toEnd };
}
