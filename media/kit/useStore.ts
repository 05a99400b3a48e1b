import { useEffect, useState } from 'preact/hooks';

/** The state of an object that says when it changes. */
export function useStore<T>(store: { readonly state: T; subscribe(listener: () => void): () => void }): T {
  const [state, setState] = useState(store.state);
  useEffect(() => {
    // It may have changed between the first drawing and now.
    setState(store.state);
    return store.subscribe(() => setState(store.state));
  }, [store]);
  return state;
}
