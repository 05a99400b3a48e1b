import type { VNode } from 'preact';
import type { ChatView } from '../../src/shared/chatProtocol.ts';
import { usePage } from '../kit/page.ts';

type Choice = ChatView['guardrails'];

export function GuardrailSwitches({ choice }: { readonly choice: Choice }): VNode {
  const hasPrompt = choice === 'prompt' || choice === 'both';
  const hasModeration = choice === 'moderation' || choice === 'both';
  return (
    <section class="panel" aria-label="Guardrails">
      <Switch
        name="Guardrails"
        sentence="Each question comes with a short text that asks the model for help with care, useful and safe at once."
        isOn={hasPrompt}
        choice={choiceOf(!hasPrompt, hasModeration)}
      />
      <Switch
        name="Moderation"
        sentence="The model judges each question and each answer, which takes a moment more; a small model refuses far too much."
        isOn={hasModeration}
        choice={choiceOf(hasPrompt, !hasModeration)}
      />
    </section>
  );
}

interface SwitchProps {
  readonly name: string;
  readonly sentence: string;
  readonly isOn: boolean;
  /** What switching chooses. */
  readonly choice: Choice;
}

function Switch({ name, sentence, isOn, choice }: SwitchProps): VNode {
  const { host, attempt } = usePage();
  const descriptionId = `about-${name}`;
  return (
    <div class="switch-row">
      <button
        type="button"
        role="switch"
        class="switch"
        aria-checked={isOn}
        aria-describedby={descriptionId}
        onClick={() => attempt(host.setGuardrails(choice))}
      >
        <span class="switch-track" aria-hidden="true" />
        <span>{name}</span>
      </button>
      <p id={descriptionId}>{sentence}</p>
    </div>
  );
}

function choiceOf(hasPrompt: boolean, hasModeration: boolean): Choice {
  if (hasPrompt) return hasModeration ? 'both' : 'prompt';
  return hasModeration ? 'moderation' : 'off';
}
