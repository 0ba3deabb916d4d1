/** A web font as another thread can load it. */
export interface Face {
  readonly family: string
  /** The `src` of its rule, with whole addresses. */
  readonly source: string
  readonly descriptors: Readonly<Record<'weight' | 'style' | 'unicodeRange', string>>
}

/**
 * The web fonts of a document that a list of families names; undefined if one of them cannot be
 * told: made by a script, or from a style sheet of another site.
 */
export function facesOf(families: string, { fonts, styleSheets, baseURI }: Document): Faces {
  const names = new Set(families.split(',').map(nameOf))
  const used = Array.from(fonts ?? [], ({ family }) => nameOf(family)).filter((n) => names.has(n))
  if (used.length === 0) return []
  const faces = Array.from(styleSheets, (sheet) => facesIn(sheet, baseURI)).flat()
  const named = faces.filter(({ family }) => names.has(family))
  return named.length < used.length ? undefined : named
}

type Faces = readonly Face[] | undefined

/** Makes fonts known to this thread, in place of those before. They load when they are drawn with. */
export function addFaces(faces: readonly Face[], changed: () => void): void {
  const { fonts } = globalThis as unknown as { readonly fonts?: FontFaceSet } // of a worker
  if (!fonts) return
  fonts.clear()
  for (const { family, source, descriptors } of faces) {
    fonts.add(new FontFace(family, source, descriptors))
  }
  fonts.onloadingdone = changed
}

function nameOf(family: string): string {
  return family.trim().replaceAll(/^["']|["']$/g, '')
}

function facesIn(sheet: CSSStyleSheet, base: string): readonly Face[] {
  return facesAmong(rulesOf(sheet), sheet.href ?? base)
}

function facesAmong(rules: readonly CSSRule[], base: string): readonly Face[] {
  return rules.flatMap((rule) => {
    if (rule instanceof CSSFontFaceRule) return [faceOf(rule, base)]
    if (rule instanceof CSSImportRule) return rule.styleSheet ? facesIn(rule.styleSheet, base) : []
    return 'cssRules' in rule ? facesAmong(Array.from(rule.cssRules as CSSRuleList), base) : [] // a group of rules
  })
}

function rulesOf(sheet: CSSStyleSheet): readonly CSSRule[] {
  try {
    return Array.from(sheet.cssRules)
  } catch {
    return [] // of another site, which keeps it to itself
  }
}

function faceOf({ style }: CSSFontFaceRule, base: string): Face {
  const value = (name: string, fallback: string): string =>
    style.getPropertyValue(name).trim() || fallback
  return {
    family: nameOf(value('font-family', '')),
    source: value('src', '').replaceAll(
      /url\(\s*(["']?)([^)"']+)\1\s*\)/g,
      (_whole, _quote, address: string) => `url("${new URL(address, base).href}")`,
    ),
    descriptors: {
      weight: value('font-weight', 'normal'),
      style: value('font-style', 'normal'),
      unicodeRange: value('unicode-range', 'U+0-10FFFF'),
    },
  }
}
