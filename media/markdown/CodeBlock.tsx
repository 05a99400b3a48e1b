import type { VNode } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { IconButton } from '../kit/IconButton.tsx';
import { usePage } from '../kit/page.ts';
import { scrollable } from '../kit/scrollable.ts';
import { CodeChunk } from './CodeChunk.tsx';
import { splitCode } from './highlightCode.ts';

export interface CodeBlockProps {
  readonly messageId: string;
  /** Its place among the code blocks of the answer. */
  readonly index: number;
  readonly language: string;
  readonly code: string;
  readonly path?: string | undefined;
  /** More of it may come. */
  readonly isOpen: boolean;
  /** It is coloured as it appears, not a moment later. */
  readonly isNearAtFirst: boolean;
}

export function CodeBlock({ messageId, index, language, code, path, isOpen, isNearAtFirst }: CodeBlockProps): VNode {
  const { host, attempt } = usePage();
  const chunks = useMemo(() => splitCode(code), [code]);
  const name = path ?? (language || 'text');
  return (
    <fieldset class="code-block" aria-label={`Code block ${index + 1}, ${name}`}>
      <div class="code-header">
        <span class="code-name" title={name} dir="ltr">
          {name}
        </span>
        <CopyButton label="Copy code" text={code} />
        <IconButton
          icon="insert"
          label="Insert at cursor"
          isDisabled={isOpen}
          onClick={() => attempt(host.insertBlock(messageId, index))}
        />
        <IconButton
          icon="new-file"
          label="Put into a new file"
          isDisabled={isOpen}
          onClick={() => attempt(host.newFileFromBlock(messageId, index))}
        />
        <IconButton
          icon="git-pull-request-go-to-changes"
          label={path === undefined ? 'Apply to a file' : `Apply to ${path}`}
          isDisabled={isOpen}
          onClick={() => attempt(host.applyBlock(messageId, index))}
        />
      </div>
      <pre dir="ltr" {...scrollable(`Code, ${name}`)}>
        {chunks.map((chunk, at) => (
          <CodeChunk key={at} code={chunk} language={language} isNearAtFirst={isNearAtFirst} />
        ))}
      </pre>
    </fieldset>
  );
}

/** Copies, and says so for a moment. */
export function CopyButton({ label, text }: { readonly label: string; readonly text: string }): VNode {
  const { host, attempt, announce } = usePage();
  const [isCopied, setCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return;
    const timer = setTimeout(() => setCopied(false), 1500);
    return () => clearTimeout(timer);
  }, [isCopied]);
  const copy = async (): Promise<void> => {
    if (!(await attempt(host.copyText(text)))) return;
    setCopied(true);
    announce('Copied.');
  };
  return <IconButton icon={isCopied ? 'check' : 'copy'} label={label} onClick={() => void copy()} />;
}
