"""One look for every form: `{{ form }}` and `{{ form.title.as_field_group }}` just work."""

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """Render forms with the templates of this house."""

    form_template_name = "ui/form.html"
    field_template_name = "ui/field.html"
