import { Component, type ComponentChild, type FunctionComponent, h } from 'preact';

/** A component that is drawn again only where one of its properties is another value. */
export function memoised<P extends object>(draw: FunctionComponent<P>): new (props: P) => Component<P> {
  return class Memoised extends Component<P> {
    override shouldComponentUpdate(next: Readonly<P>): boolean {
      const names = Object.keys(next) as (keyof typeof next)[];
      return names.length !== Object.keys(this.props).length || names.some((name) => next[name] !== this.props[name]);
    }

    override render(): ComponentChild {
      return h(draw, this.props as P & { children?: never });
    }
  };
}
