import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { insertHtml, type PolicyHolder } from '../../client-shared/trusted-types.ts';
import { agoText, fullTimeText, now } from '../i18n/format.ts';
import { texts } from '../i18n/texts.ts';
import type { ChipTone } from '../text/reasons.ts';
import { CloudIcon } from './icons.tsx';

/** A short fact in the colour of its weight. */
export const Chip = ({
  tone = 'quiet',
  title,
  children,
}: {
  tone?: ChipTone | 'ok';
  title?: string | undefined;
  children: ComponentChildren;
}) => (
  <span class={`chip ${tone}`} title={title}>
    {children}
  </span>
);

const STATUS_TONE = { published: 'ok', pending: 'warn', rejected: 'bad', spam: 'bad', removed: 'quiet', purged: 'quiet' } as const;

/** What has become of a comment. */
export const StatusChip = ({ status }: { status: keyof typeof STATUS_TONE }) => (
  <Chip tone={STATUS_TONE[status]}>{texts().statuses[status]}</Chip>
);

/** When, as long ago as it is; the whole time in its title. */
export const When = ({ at }: { at: string }) => {
  // Named here so that the text moves on with the time.
  void now.value;
  return (
    <time class="meta" dateTime={at} title={fullTimeText(at)}>
      {agoText(at)}
    </time>
  );
};

const trust: PolicyHolder = {};

/** Html that the service has sanitised. */
export function Html({ html, class: name }: { html: string; class?: string }) {
  const element = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (element.current !== null) insertHtml(element.current, html, trust, 'liangju-admin');
  }, [html]);
  return <div ref={element} class={name} />;
}

/** Three grey shapes while something loads; only when it takes longer than a moment. */
export const Loading = ({ rows = 3 }: { rows?: number }) => (
  <div class="ghosts" aria-busy="true" aria-label={texts().common.loading} role="status">
    {Array.from({ length: rows }, (_, i) => (
      <div key={i} class="ghost">
        <i />
        <i />
        <i />
      </div>
    ))}
  </div>
);

/** What is shown where there is nothing: a sentence, perhaps with what to do. */
export const Empty = ({
  icon,
  title,
  hint,
  children,
}: {
  icon?: ComponentChildren;
  title: string;
  hint?: string;
  children?: ComponentChildren;
}) => (
  <div class="empty" role="status">
    {icon}
    <strong>{title}</strong>
    {hint !== undefined && <span>{hint}</span>}
    {children}
  </div>
);

/** The sentence that something did not load, with a button that tries again. */
export const Failed = ({ retry, detail }: { retry: () => void; detail?: string | undefined }) => (
  <div class="empty" role="alert">
    <CloudIcon />
    <strong>{texts().common.failed}</strong>
    <span>{detail ?? texts().common.failedHint}</span>
    <button type="button" class="button" onClick={retry}>
      {texts().common.retry}
    </button>
  </div>
);

/** A button that copies a text, and shows that it did. */
export function CopyButton({ text, label }: { text: string; label?: string }) {
  const [isCopied, setCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return;
    const timer = setTimeout(() => setCopied(false), 2_000);
    return () => clearTimeout(timer);
  }, [isCopied]);
  return (
    <button
      type="button"
      class="button small"
      onClick={() =>
        void navigator.clipboard.writeText(text).then(
          () => setCopied(true),
          () => undefined,
        )
      }
    >
      <span aria-live="polite">{isCopied ? texts().common.copied : (label ?? texts().common.copy)}</span>
    </button>
  );
}

/** An address that may stand in a link, or null. */
export const safeUrl = (url: string | null): string | null => (url !== null && /^https?:\/\//i.test(url) ? url : null);
