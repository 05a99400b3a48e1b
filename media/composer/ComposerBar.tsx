import type { VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { ChatView } from '../../src/shared/chatProtocol.ts';
import { Icon } from '../kit/IconButton.tsx';
import { memoised } from '../kit/memoised.tsx';
import { usePage } from '../kit/page.ts';
import { GuardrailSwitches } from './GuardrailSwitches.tsx';
import { MeterBar, MeterDetails } from './Meter.tsx';
import { meterWords } from './meterWords.ts';

type Panel = 'meter' | 'guardrails';

export type ComposerBarProps = Pick<ChatView, 'model' | 'meter' | 'guardrails'>;

/** The model, how full its context is, and the guardrails; the last two with a panel that opens above. */
export const ComposerBar = memoised(({ model, meter, guardrails }: ComposerBarProps): VNode => {
  const { host, attempt } = usePage();
  const [panel, setPanel] = useState<Panel>();
  const opener = useRef<HTMLButtonElement | null>(null);
  const frame = useRef<HTMLFieldSetElement>(null);
  const toggle = (which: Panel) => (event: { currentTarget: HTMLButtonElement }) => {
    opener.current = event.currentTarget;
    setPanel(panel === which ? undefined : which);
  };

  useEffect(() => {
    if (panel === undefined) return;
    const closeOutside = (event: Event): void => {
      if (event.target instanceof Node && !frame.current?.contains(event.target)) setPanel(undefined);
    };
    document.addEventListener('pointerdown', closeOutside);
    document.addEventListener('focusin', closeOutside);
    return () => {
      document.removeEventListener('pointerdown', closeOutside);
      document.removeEventListener('focusin', closeOutside);
    };
  }, [panel]);

  const words = meterWords(meter);
  const guarded = guardrails === 'off' ? 'off' : 'on';
  return (
    <fieldset
      class="composer-bar"
      aria-label="Model and context"
      ref={frame}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || panel === undefined) return;
        event.stopPropagation();
        setPanel(undefined);
        opener.current?.focus();
      }}
    >
      {panel === 'meter' && <MeterDetails meter={meter} />}
      {panel === 'guardrails' && <GuardrailSwitches choice={guardrails} />}
      <button type="button" class="bar-button model" title="Choose the model" onClick={() => attempt(host.pickModel())}>
        <span class="model-name" dir="auto">
          {model.name || 'Choose a model'}
        </span>
        <Icon name="chevron-down" />
      </button>
      <button
        type="button"
        class="bar-button meter"
        aria-expanded={panel === 'meter'}
        aria-label={`Context ${words.percent}: ${words.short}`}
        title={words.tooltip}
        onClick={toggle('meter')}
      >
        <MeterBar meter={meter} />
        <span>{words.percent}</span>
      </button>
      <button
        type="button"
        class="bar-button"
        aria-expanded={panel === 'guardrails'}
        aria-label={`Guardrails: ${guarded}`}
        title={`Guardrails: ${guarded}`}
        onClick={toggle('guardrails')}
      >
        <Icon name={guardrails === 'off' ? 'shield' : 'workspace-trusted'} />
      </button>
    </fieldset>
  );
});
