{{- define "latchkey.name" -}}
{{- if contains "latchkey" .Release.Name -}}
{{ .Release.Name | trunc 50 | trimSuffix "-" }}
{{- else -}}
{{ printf "%s-latchkey" (.Release.Name | trunc 41 | trimSuffix "-") }}
{{- end -}}
{{- end -}}

{{- define "latchkey.selector" -}}
app.kubernetes.io/name: latchkey
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "latchkey.labels" -}}
{{ include "latchkey.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end -}}

{{- define "latchkey.image" -}}
{{- if .Values.image.digest -}}
{{ printf "%s@%s" .Values.image.repository .Values.image.digest }}
{{- else -}}
{{ printf "%s:%s" .Values.image.repository (.Values.image.tag | default .Chart.AppVersion) }}
{{- end -}}
{{- end -}}

{{/* What values cannot say of each other in the schema. */}}
{{- define "latchkey.check" -}}
{{- range $name := list "ADMIN_API_TOKEN" "TOKEN_PEPPER" "DATABASE_URL" -}}
{{- if not (hasKey $.Values.secret.keys $name) -}}
{{- fail (printf "secret.keys must name the key of %s: the image has no embedded database, and a pod keeps no secrets of its own" $name) -}}
{{- end -}}
{{- end -}}
{{- if .Values.ingress.enabled -}}
{{- if not .Values.ingress.host -}}
{{- fail "ingress.host is required with ingress.enabled" -}}
{{- end -}}
{{- if not (hasKey .Values.settings "TRUST_PROXY") -}}
{{- fail "settings.TRUST_PROXY is required with ingress.enabled: the networks of your Ingress controller, such as 10.0.0.0/8, or the number of proxies" -}}
{{- end -}}
{{- end -}}
{{- if and .Values.metrics.serviceMonitor.enabled (not .Values.metrics.enabled) -}}
{{- fail "metrics.serviceMonitor.enabled needs metrics.enabled" -}}
{{- end -}}
{{- if and .Values.autoscaling.enabled (gt (int .Values.autoscaling.minReplicas) (int .Values.autoscaling.maxReplicas)) -}}
{{- fail "autoscaling.minReplicas must not be above autoscaling.maxReplicas" -}}
{{- end -}}
{{- end -}}

{{/* The settings that both the service and the migration need, in the order of their names. */}}
{{- define "latchkey.env" -}}
- { name: NODE_ENV, value: production }
{{- range $name, $key := .Values.secret.keys }}
- { name: {{ $name }}_FILE, value: {{ printf "/run/secrets/latchkey/%s" $key | quote }} }
{{- end }}
{{- range $name, $value := .Values.settings }}
- { name: {{ $name }}, value: {{ $value | toString | quote }} }
{{- end }}
{{- end -}}

{{- define "latchkey.podSecurity" -}}
runAsNonRoot: true
runAsUser: 1000
runAsGroup: 1000
fsGroup: 1000
seccompProfile: { type: RuntimeDefault }
{{- end -}}

{{- define "latchkey.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: { drop: [ALL] }
{{- end -}}

{{- define "latchkey.mounts" -}}
- { name: secrets, mountPath: /run/secrets/latchkey, readOnly: true }
- { name: tmp, mountPath: /tmp }
{{- with .Values.volumeMounts }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{- define "latchkey.volumes" -}}
- name: secrets
  secret: { secretName: {{ .Values.secret.name | quote }}, defaultMode: 0440 }
- name: tmp
  emptyDir: { medium: Memory, sizeLimit: 16Mi }
{{- with .Values.volumes }}
{{ toYaml . }}
{{- end }}
{{- end -}}
