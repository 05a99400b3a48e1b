import type { ComponentChildren, VNode } from 'preact';
import { useMemo, useRef } from 'preact/hooks';
import { repairFences } from '../../src/core/chat/repairFences.ts';
import { memoised } from '../kit/memoised.tsx';
import { roughSize } from '../kit/roughSize.ts';
import { scrollable } from '../kit/scrollable.ts';
import { useNearViewport } from '../kit/useNearViewport.ts';
import { blocksToNodes } from './blocksToNodes.ts';
import { CodeBlock } from './CodeBlock.tsx';
import { InlineText } from './InlineText.tsx';
import { cut } from './markdownParser.ts';
import { type MarkdownPart, type SplitMarkdown, splitMarkdown } from './splitMarkdown.ts';

export interface MarkdownProps {
  readonly messageId: string;
  readonly text: string;
  readonly isStreaming: boolean;
  /** Where the end of the answer will be seen at once. */
  readonly isEndSeen: boolean;
}

/** Parts at the end of an answer that fill more than a screen. */
const seenParts = 4;

/** An answer. Only what has changed is drawn again, and what is far from being seen is not drawn but as it is written. */
export function Markdown({ messageId, text, isStreaming, isEndSeen }: MarkdownProps): VNode {
  const previous = useRef<SplitMarkdown | undefined>(undefined);
  const split = useMemo(() => {
    previous.current = splitMarkdown(repairFences(text.replace(/\r\n?/g, '\n')), previous.current);
    return previous.current;
  }, [text]);
  const { parts, references } = split;
  return (
    <div class="markdown">
      {parts.map((part, at) => (
        <Part
          key={at}
          part={part}
          references={references}
          messageId={messageId}
          isOpen={isStreaming && at >= parts.length - 1}
          isNearAtFirst={isEndSeen && at >= parts.length - seenParts}
        />
      ))}
    </div>
  );
}

interface PartProps {
  readonly part: MarkdownPart;
  readonly references: SplitMarkdown['references'];
  readonly messageId: string;
  readonly isOpen: boolean;
  readonly isNearAtFirst: boolean;
}

const Part = memoised(({ part, references, messageId, isOpen, isNearAtFirst }: PartProps) => {
  const ref = useRef<HTMLDivElement>(null);
  const isNear = useNearViewport(ref, isNearAtFirst);
  return (
    <div ref={ref} class="markdown-part" style={roughSize(part.source)}>
      {isNear ? (
        drawPart(part, references, messageId, { isOpen, isNearAtFirst })
      ) : (
        <div class="plain" dir="auto">
          {cut(part.source)}
        </div>
      )}
    </div>
  );
});

/** More than this (UTF-16 units) in one block that is no code: a list or table that no one reads in a sidebar. */
const partLimit = 60_000;

function drawPart(
  { source, blocks, firstFence, fences }: MarkdownPart,
  references: SplitMarkdown['references'],
  messageId: string,
  { isOpen, isNearAtFirst }: Pick<PartProps, 'isOpen' | 'isNearAtFirst'>,
): ComponentChildren {
  if (fences.length === 0 && source.length > partLimit) {
    return (
      <div class="plain" dir="auto">
        {cut(source)}
      </div>
    );
  }
  return blocksToNodes(blocks, {
    inline: (text) => <InlineText text={text} references={references} />,
    table: (rows) => (
      <div class="table-scroll" {...scrollable('Table')}>
        <table>{rows}</table>
      </div>
    ),
    fence: (index, { info, content }) => {
      const { path, isClosed } = fences[index] ?? { isClosed: true };
      return (
        <CodeBlock
          messageId={messageId}
          index={firstFence + index}
          language={/^\{?\.?([^\s:{},=]*)/.exec(info.trim())?.[1]?.toLowerCase() ?? ''}
          code={content}
          path={path}
          isOpen={isOpen && !isClosed}
          isNearAtFirst={isNearAtFirst}
        />
      );
    },
  });
}
