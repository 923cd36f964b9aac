// What the build puts into scripts.

/** A file that the service worker keeps; hashes are SHA-256 in base64. */
interface FileEntry {
  place: string;
  /** Hash of the file as a host sends it. */
  sent: string;
  /** Hash of the file unpacked. */
  kept: string;
}
declare const FILES: FileEntry[];
declare const VERSION: string;
