import { useMemo, useState } from 'preact/hooks';
import { words } from '../i18n/say.ts';
import { ruleText } from '../i18n/terms.ts';
import { type Finding, piecesOf } from '../text/marks.ts';

/** Longer texts are folded, so that one comment does not fill the screen. */
const LONG = 700;
const MANY_LINES = 14;

/** A comment's source; what rules found in it is marked, with the rule in the title. */
export function CommentText({ body, findings, class: name = 'words' }: { body: string; findings: readonly Finding[]; class?: string }) {
  const pieces = useMemo(() => piecesOf(body, findings), [body, findings]);
  const isLong = body.length > LONG || body.split('\n').length > MANY_LINES;
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <p class={`${name}${isLong && !isOpen ? ' folded' : ''}`} dir="auto">
        {pieces.map(({ text, found }, i) =>
          found.length === 0 ? (
            text
          ) : (
            <mark key={i} title={found.map(({ phase, evidence }) => ruleText(phase, evidence)).join('\n')}>
              {text}
            </mark>
          ),
        )}
      </p>
      {isLong && (
        <div>
          <button type="button" class="linkish" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
            {isOpen ? words().common.foldText : words().common.wholeText}
          </button>
        </div>
      )}
    </>
  );
}
