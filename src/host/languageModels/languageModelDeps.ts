import type { Engine, EngineModel } from '../../shared/engine.ts';
import type { LateChat } from '../chat/lateChat.ts';
import type { LateRepoContext } from '../context/lateRepoContext.ts';
import type { Log } from '../log.ts';
import type { SettingsStore } from '../settingsStore.ts';

/** What VS Code's own chat is served with. */
export interface LanguageModelDeps {
  readonly engine: Engine;
  readonly settings: SettingsStore;
  /** The loaded one. */
  readonly model: () => EngineModel | undefined;
  readonly repoContext: Pick<LateRepoContext, 'search'>;
  readonly chat: Pick<LateChat, 'feature'>;
  readonly log: Log;
}
