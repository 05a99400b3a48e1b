import type { RefObject } from 'preact';
import { useEffect, useState } from 'preact/hooks';

/**
 * Whether the element has come near what is seen: true from then on. Elements that come near together are told one after
 * the other, each in a task of its own, so that scrolling stays smooth.
 *
 * @param isNearAtFirst where the element is known to be seen at once.
 */
export function useNearViewport(ref: RefObject<Element | null>, isNearAtFirst: boolean): boolean {
  const [isNear, setNear] = useState(isNearAtFirst);
  useEffect(() => {
    const element = ref.current;
    if (isNear || element === null) return;
    callbacks.set(element, () => setNear(true));
    observer.observe(element);
    return () => forget(element);
  }, [isNear, ref]);
  return isNear || isNearAtFirst;
}

const callbacks = new Map<Element, () => void>();
const waiting = new Set<Element>();
let isScheduled = false;

const observer = new IntersectionObserver(
  (entries) => {
    for (const { target, isIntersecting } of entries) {
      if (isIntersecting) waiting.add(target);
      else waiting.delete(target);
    }
    schedule();
  },
  { rootMargin: '800px 0px' },
);

function schedule(): void {
  if (isScheduled || waiting.size === 0) return;
  isScheduled = true;
  setTimeout(() => {
    isScheduled = false;
    const [element] = waiting;
    if (element === undefined) return;
    const tell = callbacks.get(element);
    forget(element);
    tell?.();
    schedule();
  });
}

function forget(element: Element): void {
  waiting.delete(element);
  callbacks.delete(element);
  observer.unobserve(element);
}
