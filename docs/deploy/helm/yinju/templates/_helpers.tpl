{{- define "yinju.selector" -}}
app.kubernetes.io/name: yinju
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "yinju.labels" -}}
{{ include "yinju.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end }}

{{- define "yinju.name" -}}
{{ .Release.Name | trunc 50 | trimSuffix "-" }}
{{- end }}
