import { SETTINGS, type Setting } from './settings.ts';

/** A setting, and what the operator gave for it. */
export type SettingInForce = Setting & {
  readonly isSet: boolean;
  /** As it was set; null where it was not, and for a secret. */
  readonly value: string | null;
};

/** All settings; the texts of secrets are left out here, so that nothing behind it can show one. */
export function settingsInForce(
  values: Readonly<Record<string, string>>,
): readonly SettingInForce[] {
  return SETTINGS.map((setting) => {
    const value = values[setting.name] ?? null;
    return { ...setting, isSet: value !== null, value: setting.secret ? null : value };
  });
}
