import type { ComponentChildren } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { texts } from '../i18n/texts.ts';
import { ruleText } from '../i18n/evidence.ts';
import { type Finding, type MarkedField, piecesOf } from '../text/marks.ts';

/** Longer texts are folded, so that one comment does not fill the screen. */
const LONG = 700;
const MANY_LINES = 14;

/** A text in which what rules found is marked, with the rule in the title. */
export function Marked({ text: whole, findings, field = 'body' }: { text: string; findings: readonly Finding[]; field?: MarkedField }) {
  const pieces = useMemo(() => piecesOf(whole, findings, field), [whole, findings, field]);
  return (
    <>
      {pieces.map(({ text, found }, i) =>
        found.length === 0 ? (
          text
        ) : (
          <mark key={i} title={found.map(({ phase, evidence }) => ruleText(phase, evidence)).join('\n')}>
            {text}
          </mark>
        ),
      )}
    </>
  );
}

/** A comment's source with its marks; a long one is folded. */
export const CommentText = ({ body, findings, class: name = 'words' }: { body: string; findings: readonly Finding[]; class?: string }) => (
  <Foldable text={body} class={name}>
    <Marked text={body} findings={findings} />
  </Foldable>
);

/** A paragraph that is folded when it is long. */
export function Foldable({ text, class: name, children }: { text: string; class: string; children: ComponentChildren }) {
  const isLong = text.length > LONG || text.split('\n').length > MANY_LINES;
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <p class={`${name}${isLong && !isOpen ? ' folded' : ''}`} dir="auto">
        {children}
      </p>
      {isLong && (
        <div>
          <button type="button" class="linkish" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
            {isOpen ? texts().common.foldText : texts().common.wholeText}
          </button>
        </div>
      )}
    </>
  );
}
