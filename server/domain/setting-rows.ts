/** The kinds of a site's settings, each with its limits. */
import type { ReviewerSettings } from './reviewer-settings.ts';
import type { SignInWay } from './sign-in-settings.ts';
import type { VerifierSetting } from './verification.ts';

/** What all rows have. */
interface AnyRow {
  /** In English, for readers of the API page. */
  description: string;
  /** Where the console's form has it; a setting without one has a screen of its own. */
  group: 'rules' | 'law' | 'members' | 'sso' | 'threadKeys' | 'matching' | null;
}
interface IntegerRow extends AnyRow {
  kind: 'integer';
  default: number;
  min: number;
  max: number;
}
/** Milliseconds in the service, whole seconds on the wire; the form offers some of them. */
interface DurationRow extends AnyRow {
  kind: 'duration';
  default: number;
  min: number;
  max: number;
  offered: readonly number[];
}
interface BooleanRow extends AnyRow {
  kind: 'boolean';
  default: boolean;
}
interface ChoiceRow extends AnyRow {
  kind: 'choice';
  default: string;
  choices: readonly string[];
}
interface TextRow extends AnyRow {
  kind: 'text';
  default: string;
  maxLength: number;
  pattern?: RegExp;
  /** What a pattern cannot say. */
  accepts?: (text: string) => boolean;
}
/** Short texts, one a line in the form. */
interface LinesRow extends AnyRow {
  kind: 'lines';
  default: readonly string[];
  most: number;
  pattern: RegExp;
  example: string;
}
/** Secrets: encrypted where they are stored, written and never read back. */
interface SecretsRow extends AnyRow {
  kind: 'secrets';
  default: readonly string[];
  most: number;
  /** Fewest bytes of one. */
  least: number;
}
interface PartRow extends AnyRow {
  kind: 'part';
  fields: Readonly<Record<string, SettingRow>>;
}
/** Reviewers outside of the service, in the order in which they are asked; contract/reviewers.ts has their schema. */
interface ReviewersRow extends AnyRow {
  kind: 'reviewers';
  default: readonly ReviewerSettings[];
}
/** Providers by which readers may sign in, in the order in which they are offered; contract/sign-in-ways.ts has their schema. */
interface SignInRow extends AnyRow {
  kind: 'sign-in';
  default: readonly SignInWay[];
}
/** A service of the site's own that verifies readers; contract/verification.ts has its schema. */
interface VerifierRow extends AnyRow {
  kind: 'verifier';
  default: VerifierSetting | null;
}
export type SettingRow =
  | IntegerRow
  | DurationRow
  | BooleanRow
  | ChoiceRow
  | TextRow
  | LinesRow
  | SecretsRow
  | PartRow
  | ReviewersRow
  | SignInRow
  | VerifierRow;

/** What a row holds in the service. */
export type SettingValue<R extends SettingRow> = R extends IntegerRow | DurationRow
  ? number
  : R extends BooleanRow
    ? boolean
    : R extends ChoiceRow
      ? R['choices'][number]
      : R extends TextRow
        ? string
        : R extends LinesRow | SecretsRow
          ? string[]
          : R extends PartRow
            ? { [N in keyof R['fields']]: SettingValue<R['fields'][N]> }
            : R extends ReviewersRow
              ? ReviewerSettings[]
              : R extends VerifierRow
                ? VerifierSetting | null
                : SignInWay[];
