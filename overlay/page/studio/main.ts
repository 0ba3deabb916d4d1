import './studio-app/studio-app.ts'
import { applyScheme } from '../scheme.ts'

applyScheme()
