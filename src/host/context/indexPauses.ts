import type { PauseReason } from '../../shared/indexProtocol.ts';

export interface IndexPausesDeps {
  /** Told of each change. `undefined`: go on. */
  readonly pause: (reason: PauseReason | undefined) => void;
  /** What the user wants on battery. */
  readonly onBattery: () => 'pause' | 'run';
  readonly isOnBattery: () => Promise<boolean>;
}

/** When background work stands still: while the user types, and on battery. */
export class IndexPauses {
  readonly #deps: IndexPausesDeps;
  #typing: NodeJS.Timeout | undefined;
  #polling: NodeJS.Timeout | undefined;
  /** Folders that there is work in. */
  readonly #working = new Set<string>();
  #isOnBattery = false;
  #told: PauseReason | undefined;

  constructor(deps: IndexPausesDeps) {
    this.#deps = deps;
  }

  noteTyping(): void {
    clearTimeout(this.#typing);
    this.#typing = setTimeout(() => {
      this.#typing = undefined;
      this.#tell();
    }, typingMs);
    this.#tell();
  }

  /** Only while there is work is it worth asking the machine for its power. */
  noteWork(folderUri: string, isWorking: boolean): void {
    if (isWorking) this.#working.add(folderUri);
    else this.#working.delete(folderUri);
    if (this.#working.size === 0) {
      clearInterval(this.#polling);
      this.#polling = undefined;
      // Nobody asks any more: the next work begins, and asks at once.
      this.#isOnBattery = false;
      this.#tell();
    } else if (this.#polling === undefined) {
      this.#polling = setInterval(() => void this.#poll(), pollMs);
      void this.#poll();
    }
  }

  settingsChanged(): void {
    this.#tell();
    if (this.#polling !== undefined) void this.#poll();
  }

  dispose(): void {
    clearTimeout(this.#typing);
    clearInterval(this.#polling);
  }

  async #poll(): Promise<void> {
    const isOnBattery = this.#deps.onBattery() === 'pause' && (await this.#deps.isOnBattery());
    if (this.#working.size === 0) return;
    this.#isOnBattery = isOnBattery;
    this.#tell();
  }

  #tell(): void {
    const isHeld = this.#isOnBattery && this.#deps.onBattery() === 'pause';
    const reason = isHeld ? 'battery' : this.#typing === undefined ? undefined : 'typing';
    if (reason === this.#told) return;
    this.#told = reason;
    this.#deps.pause(reason);
  }
}

const typingMs = 1_500;
const pollMs = 60_000;
