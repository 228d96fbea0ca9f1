export class Slip {
  constructor(private till: string, readonly copies: number) {}

  get target(): string {
    return "/slips/" + this.till;
  }

  get pages(): string {
    return "pages " + this.copies;
  }
}

export function normalise(name: string): string {
  return name.trim();
}
