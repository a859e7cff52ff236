import { useState } from 'preact/hooks';
import type { ImportReportView, ImportView } from '../../contract/imports.ts';
import type { SiteFull } from '../../contract/site.ts';
import { formatText } from '../../client-shared/i18n.ts';
import { texts } from '../i18n/all.ts';
import { numberText } from '../i18n/format.ts';
import { addressOf, faultsOf, firstChoices, pairsOfHosts } from '../imports/choices.ts';
import { sendFile } from '../imports/send-file.ts';
import { sources, upload } from '../imports/upload.ts';
import { focusFault, TextField } from './fields.tsx';
import { FileField } from './file-field.tsx';
import { useKeptFocus } from './keep-focus.ts';
import { UploadProgress } from './upload-progress.tsx';

/** So many hosts have a field of their own. */
const MOST = 10;

interface Props {
  made: ImportView;
  site: SiteFull;
  hosts: ImportReportView['foreignHosts'];
}

/** Hosts that are none of the site's: addresses that stand for them are given here, and the file is sent again. */
export function ImportHosts({ made, site, hosts }: Props) {
  const { imports: t } = texts();
  const known = sources.get(made.id);
  const element = useKeptFocus<HTMLFormElement>(upload.value === null);
  const [targets, setTargets] = useState<Readonly<Record<string, string>>>({});
  const [chosen, setChosen] = useState<File | null>(known?.file ?? null);
  const [fault, setFault] = useState<string | null>(null);
  const [fileFault, setFileFault] = useState<string>();
  const all = hosts.reduce((sum, { count }) => sum + count, 0);

  async function submit(): Promise<void> {
    setFault(null);
    const choices = known?.choices ?? firstChoices(site);
    const pairs = pairsOfHosts(targets);
    // The new pairs come first: the first that fits counts.
    const next = { ...choices, mapUrl: [...pairs, choices.mapUrl].join('\n') };
    if (pairs.length === 0) setFault(t.hostsNone);
    else if (faultsOf(next).mapUrl !== undefined) setFault(t.baseUrlWrong);
    else if (chosen === null) {
      setFileFault(t.chooseAgain);
      requestAnimationFrame(() => element.current !== null && focusFault(element.current));
    } else setFault((await sendFile({ site: site.id, file: chosen, choices: next })).failure);
  }

  return (
    <form
      ref={element}
      tabIndex={-1}
      class="trial stack"
      aria-label={formatText(t.hosts, { n: numberText(all) })}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (upload.value === null) void submit();
      }}
    >
      <h3>{formatText(t.hosts, { n: numberText(all) })}</h3>
      <p class="meta">{t.hostsHint}</p>
      {hosts.slice(0, MOST).map(({ host, count }) => (
        <TextField
          key={host}
          label={formatText(t.hostLabel, { host, n: numberText(count) })}
          value={targets[host] ?? ''}
          onInput={(target) => setTargets({ ...targets, [host]: target })}
          placeholder={addressOf(site)}
          inputmode="url"
          maxlength={2_048}
        />
      ))}
      {hosts.length > MOST && <p class="meta">{formatText(t.hostsMore, { n: numberText(hosts.length - MOST) })}</p>}
      {known === undefined && (
        <FileField
          file={chosen}
          disabled={upload.value !== null}
          fault={fileFault}
          take={(file, why) => {
            setFileFault(why);
            if (file !== null) setChosen(file);
          }}
        />
      )}
      {fault !== null && (
        <p class="alert" role="alert">
          {fault}
        </p>
      )}
      {upload.value !== null ? (
        <UploadProgress upload={upload.value} />
      ) : (
        <div>
          <button key="send" type="submit" class="button">
            {t.hostsSend}
          </button>
        </div>
      )}
    </form>
  );
}
