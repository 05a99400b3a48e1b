import * as vscode from 'vscode';
import type { OpenReviews } from './openReviews.ts';
import type { RefactorDeps, RefactorFeature } from './refactorFeature.ts';
import { setHasProposals, setReviewStage } from './reviewStage.ts';
import type { KnownRefactorings } from './workspaceRefactorings.ts';

/**
 * The refactorings, loaded when one is first asked for. What the light bulb shows needs the table alone, which is loaded when
 * VS Code first asks.
 */
export class LateRefactor {
  readonly #load: () => Promise<RefactorFeature>;
  readonly #loadReviews: () => Promise<OpenReviews>;
  /** Those of the workspace. */
  readonly #own: () => Promise<KnownRefactorings>;
  #loading: Promise<RefactorFeature> | undefined;
  #loadingReviews: Promise<OpenReviews> | undefined;

  constructor(context: vscode.ExtensionContext, deps: Omit<RefactorDeps, 'reviews'>) {
    // The window keeps what an extension host has set that has crashed.
    setReviewStage('none');
    setHasProposals(false);
    this.#load = async () => {
      const { RefactorFeature } = await import('./refactorFeature.ts');
      return new RefactorFeature({ ...deps, reviews: await this.reviews() });
    };
    this.#loadReviews = async () => {
      const { OpenReviews } = await import('./openReviews.ts');
      return new OpenReviews(context);
    };
    let own: Promise<KnownRefactorings> | undefined;
    this.#own = () => {
      own ??= import('./workspaceRefactorings.ts').then(
        ({ KnownRefactorings }) => new KnownRefactorings(context),
        (error: unknown) => {
          own = undefined;
          throw error;
        },
      );
      return own;
    };
    context.subscriptions.push(
      vscode.languages.registerCodeActionsProvider(
        '*',
        {
          provideCodeActions: async (document, range, codeActionContext) => {
            if (!deps.settings.current.enable) return [];
            const { refactorActions } = await import('./refactorActions.ts');
            return refactorActions(document, range, codeActionContext, await (await this.#own()).all());
          },
        },
        { providedCodeActionKinds: kinds },
      ),
    );
  }

  /** For what the user asks of it. */
  async feature(): Promise<RefactorFeature> {
    this.#loading ??= this.#load().catch((error: unknown) => {
      // It may be there at the next try.
      this.#loading = undefined;
      throw error;
    });
    return await this.#loading;
  }

  /** For what the user decides about proposed changes. */
  async reviews(): Promise<OpenReviews> {
    this.#loadingReviews ??= this.#loadReviews().catch((error: unknown) => {
      this.#loadingReviews = undefined;
      throw error;
    });
    return await this.#loadingReviews;
  }
}

const kinds = [
  vscode.CodeActionKind.QuickFix,
  vscode.CodeActionKind.RefactorExtract,
  vscode.CodeActionKind.RefactorInline,
  vscode.CodeActionKind.RefactorRewrite,
  vscode.CodeActionKind.Source,
];
