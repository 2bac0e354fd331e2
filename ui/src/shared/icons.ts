const sources: Record<string, string> = import.meta.glob(['../../../icons/{types,glyphs}/*.svg', '../../../icons/app.svg'], {
  query: '?raw',
  import: 'default',
  eager: true,
});

/** A drawing in `icons/`, by its path there. */
export type IconName = 'app' | `${'types' | 'glyphs'}/${string}`;

const drawings = new Map<string, Element>();

/** A fresh copy of a drawing. Parsed as XML from our own files; no text of a message ever comes here. */
export function draw(name: IconName): Node {
  const drawing = drawings.get(name) ?? parse(name);
  drawings.set(name, drawing);
  return document.importNode(drawing, true);
}

function parse(name: IconName): Element {
  const source = sources[`../../../icons/${name}.svg`];
  if (source === undefined) throw new Error(`there is no icon ${name}`);
  return new DOMParser().parseFromString(source, 'image/svg+xml').documentElement;
}
