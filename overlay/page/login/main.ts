import './login-form/login-form.ts'
import { applyScheme } from '../scheme.ts'

applyScheme()
