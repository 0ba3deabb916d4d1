/** A web font in a form that another thread can load. */
export interface Face {
  readonly family: string
  /** The `src` of its rule, with absolute addresses. */
  readonly source: string
  readonly descriptors: Readonly<Record<'weight' | 'style' | 'unicodeRange', string>>
}

/**
 * Returns the web fonts of a document that a font-family list names. Returns undefined if one of
 * them cannot be determined: it was made by a script, or its style sheet is of another origin.
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

/** Replaces the fonts of this thread. Each loads when it is first drawn with. */
export function addFaces(faces: readonly Face[], changed: () => void): void {
  const { fonts } = globalThis as unknown as { readonly fonts?: FontFaceSet } // in a worker
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
    return 'cssRules' in rule ? facesAmong(Array.from(rule.cssRules as CSSRuleList), base) : [] // a grouping rule
  })
}

function rulesOf(sheet: CSSStyleSheet): readonly CSSRule[] {
  try {
    return Array.from(sheet.cssRules)
  } catch {
    return [] // a style sheet of another origin, which scripts cannot read
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
