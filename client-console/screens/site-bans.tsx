import type { SiteFull } from '../../contract/site.ts';
import { Refused } from '../api.ts';
import { agoText, fullTimeText, now } from '../i18n/format.ts';
import { formatText } from '../../client-shared/i18n.ts';
import { texts } from '../i18n/all.ts';
import { BanAdder } from '../parts/ban-adder.tsx';
import { Chip, Empty, Failed, Loading } from '../parts/basic.tsx';
import { ReaderName } from '../parts/reader-name.tsx';
import { SiteHead } from '../parts/site-head.tsx';
import { Tail } from '../parts/tail.tsx';
import { type Pages, usePages } from '../parts/use-pages.ts';
import { remember, toastWithUndo } from '../queue/undo.ts';
import { routeText } from '../router.ts';
import { may } from '../session.ts';
import { type Ban, ban, getBans, liftBan } from '../site-calls.ts';
import { toast } from '../toasts.ts';

const PAGE = 30;

/** The bans of a site: add, read, lift. */
export function SiteBans({ site }: { site: SiteFull }) {
  const { bans: t } = texts();
  const mayChange = may('ban.change', site.id);
  const pages = usePages<Ban>(site.id, async (cursor) => {
    const { bans, nextCursor } = await getBans({ site: site.id, limit: PAGE, cursor });
    return { items: bans, nextCursor };
  });
  return (
    <div class="page narrow stack">
      <SiteHead site={site} part="bans" />
      {mayChange && <BanAdder site={site.id} onMade={(made) => added(pages, made)} />}
      <section class="panel" aria-label={t.list}>
        <h2>{t.list}</h2>
        <p class="meta">{t.hint}</p>
        {pages.phase === 'loading' && <Loading rows={2} />}
        {pages.phase === 'failed' && <Failed retry={pages.reload} detail={pages.detail} />}
        {pages.phase === 'ready' && pages.items.length === 0 && <Empty title={t.empty} hint={t.emptyHint} />}
        {pages.items.length > 0 && (
          <>
            <ul class="lines">
              {pages.items.map((one) => (
                <BanLine key={one.id} ban={one} lift={mayChange ? () => void lift(pages, one) : null} />
              ))}
            </ul>
            {pages.next !== null && <Tail next={pages.next} isReading={pages.isReading} more={pages.more} />}
          </>
        )}
      </section>
    </div>
  );
}

/** A new ban comes first; making it can be undone like any action. */
function added(pages: Pages<Ban>, made: Ban): void {
  const { bans: t } = texts();
  pages.replace((items) => [made, ...items]);
  const back = async (): Promise<void> => {
    await liftBan(made.site, made.id);
    pages.replace((items) => items.filter(({ id }) => id !== made.id));
    toast(formatText(t.lifted, { v: valueText(made) }), { kind: 'decision' });
  };
  remember(Promise.resolve(back));
  toastWithUndo(formatText(t.made, { v: valueText(made) }));
}

/** Lifts a ban; undoing that bans again with all that was known of it. */
async function lift(pages: Pages<Ban>, gone: Ban): Promise<void> {
  const { bans: t, common } = texts();
  const at = pages.items.findIndex(({ id }) => id === gone.id);
  const without = (items: readonly Ban[]): readonly Ban[] => items.filter(({ id }) => id !== gone.id);
  const withAgain = (again: Ban) => (items: readonly Ban[]) => [...without(items).slice(0, at), again, ...without(items).slice(at)];
  pages.replace(without);
  try {
    await liftBan(gone.site, gone.id);
  } catch (error) {
    pages.replace(withAgain(gone));
    toast(error instanceof Refused ? error.problem.detail : common.noConnection, { tone: 'bad', kind: 'note' });
    return;
  }
  const back = async (): Promise<void> => {
    const { site, kind, value, mode, reason, note, until } = gone;
    const again = await ban({ site, kind, value, mode, note, until, ...(reason === null ? {} : { reason }) });
    pages.replace(withAgain(again.ban));
    toast(formatText(t.back, { v: valueText(gone) }), { kind: 'decision' });
  };
  remember(Promise.resolve(back));
  toastWithUndo(formatText(t.lifted, { v: valueText(gone) }));
}

/** The name of what is banned, as far as it can be read: of a network only a fingerprint is kept. */
function valueText({ kind, value }: Ban): string {
  const { bans: t, audit } = texts();
  if (kind === 'network') return t.hashed;
  return kind === 'reader' ? audit.banKinds.reader : value;
}

function BanLine({ ban: one, lift: onLift }: { ban: Ban; lift: (() => void) | null }) {
  const { bans: t, audit, reasons } = texts();
  const { kind, value, mode, reason, note, until, createdAt, site } = one;
  const isOver = until !== null && Date.parse(until) <= now.value;
  return (
    <li class="ban">
      <div class="row">
        <Chip>{audit.banKinds[kind]}</Chip>
        {kind === 'reader' ? (
          <a class="strong" href={routeText({ screen: 'comments', query: { site, reader: value } })} title={t.readerComments}>
            <ReaderName site={site} reader={value} />
          </a>
        ) : kind === 'network' ? (
          <span class="strong" title={t.hashedTitle}>
            {t.hashed} <code class="meta">{value.slice(0, 8)}</code>
          </span>
        ) : (
          <bdi class="strong">{value}</bdi>
        )}
        <Chip tone={mode === 'block' ? 'bad' : 'warn'}>{mode === 'block' ? t.blockChip : t.shadowChip}</Chip>
        {reason !== null && <Chip>{reasons[reason]}</Chip>}
        {onLift !== null && (
          <span class="rest">
            <button
              type="button"
              class="button small"
              data-decides={one.id}
              aria-label={formatText(t.liftOf, { v: valueText(one) })}
              onClick={onLift}
            >
              {t.lift}
            </button>
          </span>
        )}
      </div>
      <p class="meta">
        {[
          until === null ? t.forever : isOver ? t.ended : formatText(t.untilText, { t: fullTimeText(until) }),
          formatText(t.madeAt, { t: agoText(createdAt) }),
          note,
        ]
          .filter((part) => part !== '')
          .join(' · ')}
      </p>
    </li>
  );
}
