/** By which PostgreSQL knows the session that writes a backup. */
export const BACKUP_SESSION = 'latchkey-backup';
