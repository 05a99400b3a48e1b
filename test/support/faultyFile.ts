import { open } from 'node:fs/promises';

/**
 * Opens files to which something happens before their write number `atWrite`, from 0 on, with the position that it
 * wants to write to. What `fault` throws, the write throws.
 */
export function openFaulty(atWrite: number, fault: () => Promise<void> | void): typeof open {
  return async (...args) => {
    const file = await open(...args);
    let writes = 0;
    const write = file.write.bind(file) as (...args: unknown[]) => unknown;
    return new Proxy(file, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name, target);
        if (name !== 'write') return typeof value === 'function' ? value.bind(target) : value;
        return async (...writeArgs: unknown[]) => {
          if (writes++ === atWrite) await fault();
          return await write(...writeArgs);
        };
      },
    });
  };
}

/** What the system says where a disk is full. */
export function diskIsFull(): never {
  throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC', syscall: 'write' });
}
