import './live-app/live-app.ts'
import { applyScheme } from '../scheme.ts'

applyScheme()
