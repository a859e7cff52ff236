import { numberText } from '../i18n/format.ts';
import { texts } from '../i18n/texts.ts';
import { findText, namesComment } from '../i18n/evidence.ts';
import { phaseText } from '../i18n/terms.ts';
import { routeText } from '../router.ts';
import type { Evidence, Finding } from '../text/marks.ts';
import { Chip } from './basic.tsx';

const TONE = { pass: 'ok', review: 'warn', spam: 'bad', block: 'bad' } as const;

/** What a rule's verdict is called, in its colour. */
export const VerdictChip = ({ verdict }: { verdict: keyof typeof TONE }) => <Chip tone={TONE[verdict]}>{texts().verdicts[verdict]}</Chip>;

/** What each rule found, with how sure it is. */
export function Findings({ findings, body, name }: { findings: readonly Finding[]; body: string; name: string }) {
  const t = texts();
  if (findings.length === 0) return <p class="meta">{t.findings.none}</p>;
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label={t.findings.title}>
      <table class="tight">
        <thead>
          <tr>
            <th scope="col">{t.findings.rule}</th>
            <th scope="col">{t.findings.score}</th>
            <th scope="col">{t.findings.found}</th>
          </tr>
        </thead>
        <tbody>
          {findings.map((finding) => (
            <tr key={finding.phase}>
              <th scope="row">{phaseText(finding.phase)}</th>
              <td class="num">{numberText(Math.round(finding.score * 100))}</td>
              <td>
                {finding.evidence.map((one, i) => (
                  <Find key={i} one={one} texts={{ body, name }} />
                ))}
                {!finding.active && <Chip title={t.findings.inactiveHint}>{t.findings.inactive}</Chip>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** One find; another comment that it names can be looked at. */
function Find({ one, texts }: { one: Evidence; texts: { body: string; name: string } }) {
  const text = findText(one, texts);
  if (!namesComment(one) || one.word === undefined) return <div>{text}</div>;
  const to =
    one.note === 'cluster'
      ? { screen: 'queue' as const, query: { cluster: one.word } }
      : { screen: 'comments' as const, parts: [one.word] };
  return (
    <div>
      <a href={routeText(to)}>{text}</a>
    </div>
  );
}
