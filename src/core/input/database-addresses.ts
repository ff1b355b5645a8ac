/**
 * An address that is not of the web, from where it begins to what cannot be part of it. In those of
 * databases, a parameter may be the password; one of a website is none of ours.
 */
const ADDRESS = /((?:^|[\s"'(<])(?!https?:|wss?:)[a-z][a-z0-9+.-]{1,20}:[^\s"'<>])[^\s"'<>]*/gi;

/** Whether a place of the text is in such an address. Places are to be given from left to right. */
export type IsInAddress = (place: number) => boolean;

/** Finds each address once, however many names stand in it. */
export function databaseAddresses(text: string): IsInAddress {
  let [start, end, next] = [0, 0, 0];
  return (place) => {
    while (end <= place && next < text.length) {
      ADDRESS.lastIndex = next;
      const found = ADDRESS.exec(text);
      const [address = '', beginning = ''] = found ?? [];
      start = (found?.index ?? text.length) + beginning.length;
      end = (found?.index ?? text.length) + address.length;
      next = end;
    }
    return start <= place && place < end;
  };
}
