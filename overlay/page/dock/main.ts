import './dock-app/dock-app.ts'
import { applyScheme } from '../scheme.ts'

applyScheme()
