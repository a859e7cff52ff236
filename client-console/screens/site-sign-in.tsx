import { useState } from 'preact/hooks';
import { formatText } from '../../client-shared/i18n.ts';
import type { SiteFull } from '../../contract/site.ts';
import { MOST_WAYS } from '../../server/domain/sign-in-settings.ts';
import { texts } from '../i18n/all.ts';
import { Empty } from '../parts/basic.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { SaveBar } from '../parts/save-bar.tsx';
import { SignInWayCard } from '../parts/sign-in-way.tsx';
import { SiteHead } from '../parts/site-head.tsx';
import { may } from '../session.ts';
import { draftOfWay, newWay, PROVIDERS, type Provider, sameIds, type WayDraft, wayFaultsOf, wayOf } from '../text/sign-in-drafts.ts';
import { draftsOf } from './use-drafts.ts';

const ways = draftsOf<WayDraft>({
  stored: ({ signIn }) => signIn.map(draftOfWay),
  sent: (list) => ({ signIn: list.map(wayOf) }),
  faultsBefore: sameIds,
  faultsOf: wayFaultsOf,
  texts: () => {
    const { back, removed, check } = texts().reviewers;
    return { back, removed, check, saved: texts().signIn.saved };
  },
});

/** Over 80 lines because of its markup: the providers by which readers of a site sign in, in the order in which they are offered. */
export function SiteSignIn({ site }: { site: SiteFull }) {
  const { signIn: t, reviewers, sites } = texts();
  const [open, setOpen] = useState<string | null>(null);
  const { faults, fault, forgetFaults, isBusy, save } = ways.useSaving(site, setOpen);
  const { list, isChanged, change, add, move, remove, reset } = ways.useList(site, forgetFaults);
  const [isAdding, setAdding] = useState(false);
  const mayChange = may('site.change', site.id);
  const isFull = list.length >= MOST_WAYS;

  return (
    <div class="page narrow stack">
      <SiteHead site={site} part="sign-in" />
      <form
        class="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void save(list);
        }}
      >
        <p class="meta">{t.hint}</p>
        {!mayChange && <p class="alert warn">{sites.readOnly}</p>}
        {list.length === 0 && (
          <div class="panel">
            <Empty title={t.empty} hint={t.emptyHint} />
          </div>
        )}
        {list.length > 0 && (
          <ol class="stack">
            {list.map((draft, i) => (
              <li key={draft.key}>
                <SignInWayCard
                  site={site.id}
                  draft={draft}
                  index={i}
                  isLast={i === list.length - 1}
                  isOpen={open === draft.key}
                  faults={faults.filter(({ index }) => index === i).map(({ field }) => field)}
                  mayChange={mayChange}
                  toggle={() => setOpen(open === draft.key ? null : draft.key)}
                  change={(what) => change(draft.key, what)}
                  move={(by) => move(i, by)}
                  remove={() => remove(i)}
                />
              </li>
            ))}
          </ol>
        )}
        {mayChange && (
          <div class="row">
            <button type="button" class="button" disabled={isFull} onClick={() => setAdding(true)}>
              {t.add}…
            </button>
            {isFull && <span class="meta">{formatText(reviewers.most, { n: MOST_WAYS })}</span>}
          </div>
        )}
        {mayChange && (
          <SaveBar
            fault={fault}
            isChanged={isChanged}
            isBusy={isBusy}
            cancel={() => {
              reset();
              forgetFaults();
            }}
          />
        )}
      </form>
      {isAdding && (
        <ProviderDialog
          add={(provider) => {
            const made = newWay(
              provider,
              t.names[provider],
              list.map(({ id }) => id),
            );
            add(made);
            setOpen(made.key);
            setAdding(false);
          }}
          onClose={() => setAdding(false)}
        />
      )}
    </div>
  );
}

function ProviderDialog({ add, onClose }: { add: (provider: Provider) => void; onClose: () => void }) {
  const { signIn: t, common } = texts();
  return (
    <Dialog title={t.addTitle} onClose={onClose}>
      <ul class="kinds">
        {PROVIDERS.map((provider) => (
          <li key={provider}>
            <button type="button" onClick={() => add(provider)}>
              <strong>{t.providers[provider]}</strong>
              <span class="meta">{t.where[provider]}</span>
            </button>
          </li>
        ))}
      </ul>
      <div class="foot">
        <button type="button" class="button" onClick={onClose}>
          {common.cancel}
        </button>
      </div>
    </Dialog>
  );
}
