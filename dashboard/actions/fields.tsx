import type { ComponentChildren, InputHTMLAttributes } from 'preact';
import { useId } from 'preact/hooks';
import { useIssues } from './form.tsx';

type FieldProps = {
  readonly name: string;
  readonly label: string;
  readonly note?: string | undefined;
};

type Marks = {
  readonly id: string;
  readonly name: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': boolean | undefined;
};

type FrameProps = FieldProps & { readonly children: (marks: Marks) => ComponentChildren };

/** A field with its name, its rule, and what the API found wrong with it. */
function Field({ name, label, note, children }: FrameProps) {
  const id = useId();
  const issues = useIssues(name);
  const isWrong = issues.length > 0;
  const described = [note && `${id}-note`, isWrong && `${id}-issues`].filter(Boolean).join(' ');
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {children({
        id,
        name,
        'aria-describedby': described || undefined,
        'aria-invalid': isWrong || undefined,
      })}
      {note && (
        <p id={`${id}-note`} class="muted small">
          {note}
        </p>
      )}
      {isWrong && (
        <p id={`${id}-issues`} class="issue small">
          {issues.join('; ')}
        </p>
      )}
    </div>
  );
}

type TextProps = FieldProps &
  Pick<InputHTMLAttributes, 'required' | 'min' | 'maxLength' | 'autocomplete' | 'onInput'> & {
    readonly type?: 'text' | 'email' | 'number' | 'password' | 'url';
    readonly initial?: string | number | null | undefined;
  };

export function TextField({ name, label, note, initial, type = 'text', ...rest }: TextProps) {
  // The types of Preact allow one type of field at a time.
  const input = { ...rest, type, defaultValue: String(initial ?? '') } as InputHTMLAttributes;
  return (
    <Field name={name} label={label} note={note}>
      {(marks) => <input autocomplete="off" spellcheck={false} {...input} {...marks} />}
    </Field>
  );
}

type ChoiceProps = FieldProps & {
  readonly options: Readonly<Record<string, string>>;
  readonly initial: string;
  readonly onInput?: () => void;
};

export function ChoiceField({ name, label, note, options, initial, onInput }: ChoiceProps) {
  return (
    <Field name={name} label={label} note={note}>
      {(marks) => (
        <select {...marks} onInput={onInput}>
          {Object.entries(options).map(([value, text]) => (
            <option key={value} value={value} selected={value === initial}>
              {text}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

type ChecksProps = {
  readonly name: string;
  readonly legend: string;
  readonly options: Readonly<Record<string, string>>;
  readonly initial: readonly string[];
};

/** Several of a few. */
export function Checks({ name, legend, options, initial }: ChecksProps) {
  const id = useId();
  const issues = useIssues(name);
  return (
    <fieldset class="field checks" aria-describedby={issues.length > 0 ? id : undefined}>
      <legend>{legend}</legend>
      {Object.entries(options).map(([value, text]) => (
        <label key={value}>
          <input
            type="checkbox"
            name={name}
            value={value}
            defaultChecked={initial.includes(value)}
            aria-invalid={issues.length > 0 || undefined}
          />
          {text}
        </label>
      ))}
      {issues.length > 0 && (
        <p id={id} class="issue small">
          {issues.join('; ')}
        </p>
      )}
    </fieldset>
  );
}

/** What was typed; null where there is nothing. */
export function textOf(fields: FormData, name: string): string | null {
  const text = String(fields.get(name) ?? '').trim();
  return text === '' ? null : text;
}

export function numberOf(fields: FormData, name: string): number | null {
  const text = textOf(fields, name);
  return text === null ? null : Number(text);
}
