import type { AuditView } from '../../contract/moderation.ts';
import { getAudit } from '../calls.ts';
import { clockText, fullTimeText } from '../i18n/format.ts';
import { formatText } from '../../client-shared/i18n.ts';
import { labelOf, texts } from '../i18n/all.ts';
import { Chip, Empty, Failed, Loading } from '../parts/basic.tsx';
import { whoOf } from '../parts/decisions.tsx';
import { SelectField } from '../parts/fields.tsx';
import { Narrowed } from '../parts/narrowed.tsx';
import { Tail } from '../parts/tail.tsx';
import { UndoEntry } from '../parts/undo-entry.tsx';
import { usePages } from '../parts/use-pages.ts';
import { replaceQuery, route, routeText } from '../router.ts';
import { siteName, sites } from '../sites.ts';
import { factsOf } from '../text/audit-facts.ts';

const PAGE = 50;

/** What can stand in the log, by its name. */
function actionLabels(): Readonly<Record<string, string>> {
  const { audit, otherActions } = texts();
  return { ...audit.actions, ...otherActions };
}

/** The audit log: who did what to which comment or setting, when and why. */
export function AuditScreen() {
  const t = texts();
  const { site = '', action = '', by = '', name = '' } = route.value.query;
  const asked = { site, action, by };
  const set = (change: Partial<typeof asked> & { name?: string }): void => replaceQuery({ ...asked, name, ...change });
  const pages = usePages<AuditView>(JSON.stringify(asked), async (cursor) => {
    const { entries, nextCursor } = await getAudit({ ...asked, limit: PAGE, cursor });
    return { items: entries, nextCursor };
  });
  const own = sites.value ?? [];
  return (
    <div class="page">
      <div class="head">
        <h1>{t.audit.title}</h1>
        <span class="meta">{t.audit.caption}</span>
      </div>
      <div class="filters">
        <div class="row">
          {(own.length > 1 || site !== '') && (
            <SelectField
              label={t.queue.site}
              isHidden
              value={site}
              options={[['', t.queue.allSites], ...own.map(({ id, name: title }) => [id, title] as const)]}
              onChange={(chosen) => set({ site: chosen })}
            />
          )}
          <SelectField
            label={t.audit.what}
            isHidden
            value={action}
            options={[['', t.audit.allActions], ...Object.entries(actionLabels())]}
            onChange={(chosen) => set({ action: chosen })}
          />
          {by !== '' && <Narrowed text={formatText(t.audit.onlyPerson, { name: name || by })} clear={() => set({ by: '', name: '' })} />}
        </div>
      </div>
      {pages.phase === 'loading' && <Loading rows={3} />}
      {pages.phase === 'failed' && <Failed retry={pages.reload} detail={pages.detail} />}
      {pages.phase === 'ready' && pages.items.length === 0 && <Empty title={t.audit.empty} />}
      {pages.items.length > 0 && (
        <>
          <div class="scroll">
            <table class="audit">
              <caption class="hidden">{t.audit.table}</caption>
              <thead>
                <tr>
                  <th scope="col" aria-sort="descending">
                    {t.audit.when}
                  </th>
                  <th scope="col">{t.audit.who}</th>
                  <th scope="col">{t.audit.what}</th>
                  <th scope="col">{t.audit.subject}</th>
                  <th scope="col">{t.audit.why}</th>
                </tr>
              </thead>
              <tbody>
                {pages.items.map((entry) => (
                  <Row key={entry.id} entry={entry} onlyBy={() => set({ by: entry.by.id, name: whoOf(entry.by) })} />
                ))}
              </tbody>
            </table>
          </div>
          <Tail next={pages.next} isReading={pages.isReading} more={pages.more} />
        </>
      )}
    </div>
  );
}

function Row({ entry, onlyBy }: { entry: AuditView; onlyBy: () => void }) {
  const { audit, reasons } = texts();
  const { at, by, action, subject, site, reason, note } = entry;
  const who = whoOf(by);
  const facts = factsOf(entry);
  const isComment = action.startsWith('comment.');
  const hasSubject = site !== null || isComment;
  const hasWhy = reason !== null || note !== '' || facts.length > 0;
  return (
    <tr>
      <td>
        <time class="num" dateTime={at} title={fullTimeText(at)}>
          {clockText(at)}
        </time>
      </td>
      <td>
        <button type="button" class="linkish" title={formatText(audit.onlyPerson, { name: who })} onClick={onlyBy}>
          <bdi>{who}</bdi>
        </button>
      </td>
      <td>
        <span class="row">
          {labelOf(actionLabels(), action)}
          <UndoEntry entry={entry} />
        </span>
      </td>
      <td>
        {hasSubject && (
          <span class="row">
            {site !== null && <span class="meta">{siteName(site)}</span>}
            {action.startsWith('comment.') && (
              <a class="linkish" href={routeText({ screen: 'comments', parts: [subject] })}>
                {audit.viewComment}
              </a>
            )}
          </span>
        )}
      </td>
      <td>
        {hasWhy && (
          <span class="row">
            {reason !== null && <Chip>{reasons[reason]}</Chip>}
            {note !== '' && <span>{note}</span>}
            {facts.map((fact) => (
              <span key={fact} class="meta">
                {fact}
              </span>
            ))}
          </span>
        )}
      </td>
    </tr>
  );
}
