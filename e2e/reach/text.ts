import { type ESTree, parseAst } from 'vite'

/**
 * Returns the texts of a script or of a module in TypeScript; placeholders of templates become a
 * word.
 */
export function textsIn(code: string): readonly string[] {
  const texts: string[] = []
  visit(parseAst(code, { lang: 'ts' }), (node) => {
    if (node.type === 'TemplateLiteral') {
      texts.push(node.quasis.map(({ value }) => value.cooked ?? value.raw).join('gap'))
    }
    if (node.type === 'Literal' && typeof node.value === 'string') texts.push(node.value)
  })
  return texts
}

function visit(node: ESTree.Node, see: (node: ESTree.Node) => void): void {
  see(node)
  for (const value of Object.values(node)) {
    for (const inner of [value].flat()) {
      if (isNode(inner)) visit(inner, see)
    }
  }
}

function isNode(value: unknown): value is ESTree.Node {
  return typeof value === 'object' && value !== null && 'type' in value
}
