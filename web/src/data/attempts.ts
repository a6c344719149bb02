// The names of the requests of a form. One whose answer was lost may have been carried out:
// sent again under the same name, it is answered and not carried out twice.

const KEY_BYTES = 16;

export class Attempts {
  private readonly keys = new Map<string, string>();

  /** The name of a request, the same as long as nothing of it changes. */
  key(request: string): string {
    const known = this.keys.get(request);
    if (known !== undefined) return known;
    // crypto.randomUUID is only there on pages of https.
    const bytes = crypto.getRandomValues(new Uint8Array(KEY_BYTES));
    const key = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
    this.keys.set(request, key);
    return key;
  }

  /** It is done: the same once more is another request. */
  done(): void {
    this.keys.clear();
  }
}
