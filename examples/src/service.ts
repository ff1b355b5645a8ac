/** Where the service is; the variable is for other machines. */
export const SERVICE = import.meta.env?.VITE_LATCHKEY_URL ?? 'http://127.0.0.1:8056';
