/** Browser storage that never throws: a web view may forbid it, fill up, or clear it at will. */

export interface Store<T> {
  read(): T | null;
  write(value: T): void;
}

export function jsonStore<T>(area: () => Storage, key: string): Store<T> {
  return {
    read() {
      try {
        const raw = area().getItem(key);
        return raw === null ? null : (JSON.parse(raw) as T);
      } catch {
        return null;
      }
    },
    write(value) {
      try {
        area().setItem(key, JSON.stringify(value));
      } catch {
        // Kept for this page view only.
      }
    },
  };
}
